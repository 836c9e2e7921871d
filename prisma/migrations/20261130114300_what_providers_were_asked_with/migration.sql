-- AlterTable
ALTER TABLE "calls" ADD COLUMN     "put_back_reason" TEXT,
ADD COLUMN     "remote_agent_id" TEXT,
ADD COLUMN     "remote_number_id" TEXT;
