-- AlterTable
ALTER TABLE "organizations" ADD COLUMN     "premium_numbers_refused" BOOLEAN NOT NULL DEFAULT false;
