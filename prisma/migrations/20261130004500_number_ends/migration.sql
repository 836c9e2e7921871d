-- All digits of a text, in the scripts that phones and spreadsheets write them in.
CREATE FUNCTION digits_of(written TEXT) RETURNS TEXT IMMUTABLE PARALLEL SAFE
    RETURN regexp_replace(
        translate(written, '０１２３４５６７８９٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९', '0123456789012345678901234567890123456789'),
        '[^0-9]', '', 'g');

-- The last seven digits of a number as somebody has written it, without the extension: the same in whatever form it is
-- written, so that what was rejected is found by its number (src/domain/phones/spells-number.rules.ts).
CREATE FUNCTION number_end(written TEXT) RETURNS TEXT IMMUTABLE PARALLEL SAFE
    RETURN right(digits_of(regexp_replace(written, '([0-9)])[[:space:].]*(ext|x|#|;|,).*$', '\1', 'i')), 7);

DROP INDEX "rejections_organization_id_phone_number_idx";
CREATE INDEX "rejections_number_end_idx" ON "rejections" ("organization_id", number_end("phone_number"));

-- Of rows of files those of which no number was read, or none was noted; the others are found by `read_as`.
CREATE INDEX "import_rejections_number_end_idx" ON "import_rejections" ("organization_id", number_end("phone_number"))
    WHERE coalesce("read_as", '') = '';
