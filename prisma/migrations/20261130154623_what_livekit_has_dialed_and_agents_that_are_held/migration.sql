-- AlterTable
ALTER TABLE "agents" ADD COLUMN     "held_until" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "calls" ADD COLUMN     "dialed" BOOLEAN;
