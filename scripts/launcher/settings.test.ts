import { describe, expect, it } from 'vitest'
import { readSettings } from './settings'

describe('readSettings', () => {
  it('is private to this machine, embedded and on port 3000 by default', () => {
    expect(readSettings({}, [])).toMatchObject({
      mode: 'start',
      host: '127.0.0.1',
      port: 3000,
      backgroundPort: null,
      localUrl: 'http://127.0.0.1:3000',
      appUrl: 'http://127.0.0.1:3000',
      databaseUrl: null,
      embeddedExecutor: true,
    })
  })

  it('reaches an app that listens everywhere by the loopback', () => {
    const environment = { HOST: '0.0.0.0', PORT: '8080', APP_URL: 'https://calls.example/' }
    expect(readSettings(environment, ['--dev'])).toMatchObject({
      mode: 'dev',
      localUrl: 'http://127.0.0.1:8080',
      appUrl: 'https://calls.example',
    })
  })

  it('ignores HOSTNAME, which is the name of the machine', () => {
    expect(readSettings({ HOSTNAME: 'f00ba4' }, []).host).toBe('127.0.0.1')
  })

  it.each(['http', '0', '70000', '3000.5'])('refuses PORT=%s', (PORT) => {
    expect(() => readSettings({ PORT }, [])).toThrow('PORT has to be a number')
  })

  it('refuses unsigned background functions for other machines', () => {
    expect(() => readSettings({ INNGEST_DEV: '1', HOST: '0.0.0.0' }, [])).toThrow('INNGEST_DEV')
  })
})
