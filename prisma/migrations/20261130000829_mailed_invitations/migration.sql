-- AlterTable
ALTER TABLE "invitations" ADD COLUMN     "mailed_at" TIMESTAMPTZ(3);
