-- A variable's value is trimmed on acceptance from now on, so that what is stored, grouped and cancelled by is one text.
-- Here those that were accepted before. The characters are those that String.prototype.trim of JavaScript takes away.
UPDATE contacts SET variables = trimmed.variables
FROM (
  SELECT contact.id, jsonb_object_agg(variable.key, btrim(variable.value, space.characters)) AS variables
  FROM contacts contact
  CROSS JOIN (SELECT E'\t\n\u000B\f\r \u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF' AS characters) space
  CROSS JOIN LATERAL jsonb_each_text(contact.variables) variable
  GROUP BY contact.id
  HAVING bool_or(variable.value <> btrim(variable.value, space.characters))
) trimmed
WHERE contacts.id = trimmed.id;
