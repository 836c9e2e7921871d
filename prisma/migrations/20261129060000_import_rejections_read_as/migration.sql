-- The number that a row that was turned away would have been called at: E.164, empty where none could be read. Null for rows
-- that were turned away before this was noted.
ALTER TABLE "import_rejections" ADD COLUMN "read_as" TEXT;
