import { expect, it } from 'vitest'
import { endpointTroubleMail } from './endpoint-trouble-mail.rules'

const facts = {
  url: 'https://hooks.example.com:8443/results?key=1',
  organizationName: 'Acme',
  pageUrl: 'https://rollcall.example/webhooks/1',
}

it.each([
  ['disabled', 'Webhook endpoint hooks.example.com:8443 was switched off', 'results wait until you enable'],
  ['failing', 'Call results could not be delivered to hooks.example.com:8443', 'in 8 attempts'],
] as const)('says of an endpoint that is %s what happened and where to mend it', (trouble, subject, said) => {
  const mail = endpointTroubleMail(trouble, facts)
  expect(mail.subject).toBe(subject)
  for (const part of [facts.url, facts.organizationName, facts.pageUrl, said]) expect(mail.text).toContain(part)
})
