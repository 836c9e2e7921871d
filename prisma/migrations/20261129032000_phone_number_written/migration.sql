-- AlterTable
ALTER TABLE "contacts" ADD COLUMN     "phone_number_written" TEXT;
