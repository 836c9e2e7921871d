-- AlterTable
ALTER TABLE "contacts" ADD COLUMN     "external_id" TEXT;

-- AlterTable
ALTER TABLE "rejections" ADD COLUMN     "external_id" TEXT;

-- For who looks for a contact by it. Most contacts have none, and cost nothing here.
CREATE INDEX "contacts_external_id_idx" ON "contacts" ("organization_id", "external_id") WHERE "external_id" IS NOT NULL;
