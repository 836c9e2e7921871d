-- Prisma says of a list that it is always there, and makes a column that may be null all the same. What it says, and what
-- statements of our own rely on, is now so.
ALTER TABLE "agents" ALTER COLUMN "timezones" SET NOT NULL;

ALTER TABLE "imports" ALTER COLUMN "repeated_phones" SET NOT NULL;

ALTER TABLE "import_chunks"
    ALTER COLUMN "row_numbers" SET NOT NULL,
    ALTER COLUMN "phones" SET NOT NULL,
    ALTER COLUMN "groups" SET NOT NULL;
