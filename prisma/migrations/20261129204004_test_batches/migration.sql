-- AlterTable
ALTER TABLE "batches" ADD COLUMN     "simulated" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "test" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "imports" ADD COLUMN     "test" BOOLEAN NOT NULL DEFAULT false;

-- No batch is a test yet, so nothing has to be read to know that this holds.
ALTER TABLE "batches" ADD CONSTRAINT "batches_simulated_check" CHECK ("test" OR NOT "simulated") NOT VALID;
