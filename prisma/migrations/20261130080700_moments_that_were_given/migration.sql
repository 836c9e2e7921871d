-- Of contacts from before nobody knows, so all of theirs count as given: they are never called earlier.
-- AlterTable
ALTER TABLE "contacts" ADD COLUMN     "scheduled_at_given" BOOLEAN NOT NULL DEFAULT true;
