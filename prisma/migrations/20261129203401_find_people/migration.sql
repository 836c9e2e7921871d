-- Since when nothing is known any more of a person who was erased.
ALTER TABLE "contacts" ADD COLUMN "erased_at" TIMESTAMPTZ(3);

-- A sequence that there was before has changed at this moment at the latest: a column with a constant is added without
-- writing a row, however many there are.
ALTER TABLE "sequences" ADD COLUMN "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- The list of an organization's sequences, of one state or of all (each state in turn), in the order in which they changed.
CREATE INDEX "sequences_organization_id_status_updated_at_id_idx" ON "sequences"("organization_id", "status", "updated_at", "id");

-- People are searched by what has few values: the last four digits of a number, the first and the last word of a name.
-- Entries of one value share their place in an index, so these are small and cheap to add to. A whole number or name in
-- an index is an entry of its own for everybody, at a random place: five times as large, and seen in every enrollment.
CREATE INDEX "contacts_number_end_idx" ON "contacts" ("organization_id", right("phone_number", 4));
CREATE INDEX "contacts_first_word_idx" ON "contacts" ("organization_id", lower(split_part("name", ' ', 1)) text_pattern_ops);
CREATE INDEX "contacts_last_word_idx" ON "contacts" ("organization_id", lower(split_part("name", ' ', -1)) text_pattern_ops);
CREATE INDEX "contacts_email_idx" ON "contacts" USING hash (lower("to_email_address")) WHERE "to_email_address" IS NOT NULL;

-- What was rejected with a number: as it was sent, and of a file's row as it was read.
CREATE INDEX "rejections_organization_id_phone_number_idx" ON "rejections"("organization_id", "phone_number");
CREATE INDEX "import_rejections_read_as_idx" ON "import_rejections" ("organization_id", "read_as") WHERE "read_as" <> '';
