-- DropIndex
DROP INDEX "contacts_organization_id_phone_number_idx";

-- CreateIndex
CREATE INDEX "contacts_phone_number_idx" ON "contacts" USING HASH ("phone_number");
