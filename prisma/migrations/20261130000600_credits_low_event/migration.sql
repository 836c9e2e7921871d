-- The figures that owners, admins and endpoints were told of low credits: whoever is told again is told the same. Not filled for
-- what was told before; nobody waits for it any more.
ALTER TABLE "credit_balances" ADD COLUMN     "alerted_with" JSONB;
