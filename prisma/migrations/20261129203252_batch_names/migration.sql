-- What a batch is called, and the pairs that whoever sent it wants to have back.
ALTER TABLE "batches" ADD COLUMN "name" TEXT,
    ADD COLUMN "metadata" JSONB NOT NULL DEFAULT '{}';

-- Those of a file are called as the file is.
UPDATE "batches" SET "name" = nullif(trim(left("file_name", 200)), '') WHERE "file_name" IS NOT NULL;

UPDATE "batches" SET "name" = nullif(trim(left("imports"."file_name", 200)), '')
FROM "import_batches" JOIN "imports" ON "imports"."id" = "import_batches"."import_id"
WHERE "import_batches"."batch_id" = "batches"."id";
