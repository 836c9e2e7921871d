-- AlterTable
ALTER TABLE "batches" ADD COLUMN     "request_id" TEXT;
