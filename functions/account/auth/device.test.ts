import { expect, test } from 'vitest'
import { deviceName } from './start-session'

test.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', 'Firefox on Linux'],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0',
    'Edge on Windows',
  ],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19.0 Safari/604.1', 'Safari on iOS'],
  ['curl/8.14.1', 'curl'],
  ['python-requests/2.32.5', 'Python'],
  ['node', 'Node.js'],
  ['Go-http-client/2.0', 'Go'],
  ['Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.26100', 'PowerShell on Windows'],
  ['Your bank', 'an unknown device'],
  ['<script>alert(1)</script>', 'an unknown device'],
  ['curl/8 \u202e"><b>', 'curl'],
  ['nodejs-of-your-bank', 'an unknown device'],
  [undefined, 'an unknown device'],
])('%s is shown as %s', (userAgent, words) => {
  expect(deviceName(userAgent)).toBe(words)
})
