-- How the cells of an import become contacts, said once; what was staged before has its contacts beside its cells.
ALTER TABLE "imports" ADD COLUMN "mapping" JSONB;

-- Numbers are read when a batch is enrolled, and not when its rows are staged.
ALTER TABLE "import_chunks" ALTER COLUMN "phones" SET DEFAULT ARRAY[]::TEXT[];
