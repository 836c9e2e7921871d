-- A consent that came with two requests at the same moment was stored twice. Of those the one that was revoked stays, or
-- else the first.
DELETE FROM "consents" WHERE "id" IN (
  SELECT "id" FROM (
    SELECT "id", row_number() OVER (
      PARTITION BY "organization_id", "phone_number", "basis", "at", "source" ORDER BY "revoked_at" NULLS LAST, "id") AS place
    FROM "consents" WHERE "phone_number" <> 'erased') known
  WHERE place > 1);

-- Of people who were erased the number and the source are not known any more, and several of them may be alike.
CREATE UNIQUE INDEX "consents_once_key" ON "consents" ("organization_id", "phone_number", "basis", "at", "source")
  WHERE "phone_number" <> 'erased';
