-- CreateIndex
CREATE INDEX "contacts_organization_id_phone_number_idx" ON "contacts"("organization_id", "phone_number");
