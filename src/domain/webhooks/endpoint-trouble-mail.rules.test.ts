import { expect, it } from 'vitest'
import { endpointTroubleMail } from './endpoint-trouble-mail.rules'

const facts = {
  url: 'https://hooks.example.com:8443/results?key=1',
  organizationName: 'Acme',
  pageUrl: 'https://rollcall.example/webhooks/1',
}

it('says of an endpoint that is off what happened, that nothing is lost, and where to switch it on', () => {
  expect(endpointTroubleMail('disabled', facts)).toEqual({
    subject: 'Webhook endpoint hooks.example.com:8443 was switched off',
    text: [
      'https://hooks.example.com:8443/results?key=1 answered 410 Gone, so Acme sends it no call results any more.',
      'Nothing is lost: results wait until you enable the endpoint again, and are sent then.',
      'https://rollcall.example/webhooks/1\n',
    ].join('\n\n'),
  })
})

it('tells how often a failing endpoint was tried, and where to send again what it has missed', () => {
  expect(endpointTroubleMail('failing', facts)).toEqual({
    subject: 'Call results could not be delivered to hooks.example.com:8443',
    text: [
      'https://hooks.example.com:8443/results?key=1 did not take a call result of Acme in 8 attempts. More may follow; you get one such mail a day.',
      'When the endpoint works again, send what it has missed with "Recover" on its page, where every attempt and its answer stand too.',
      'https://rollcall.example/webhooks/1\n',
    ].join('\n\n'),
  })
})
