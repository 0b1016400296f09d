import { expect, test } from 'vitest'
import { request, signedIn } from '../../../test/support/client'

test('a page that the service worker keeps for later leaves the message to the page that is opened', async () => {
  const { cookie, post } = await signedIn()
  const written = await post('/welcome/hide', {})
  const [flash = ''] = written.headers.getSetCookie()[0]?.split(';') ?? []
  const { message } = JSON.parse(decodeURIComponent(flash.replace('flash=', '')))
  const ask = async (headers: HeadersInit) => {
    const answer = await request('/', { headers: { Cookie: `${cookie}; ${flash}`, ...headers } })
    return [(await answer.text()).includes(message), answer.headers.getSetCookie().length]
  }
  expect(await ask({ 'Sec-Fetch-Mode': 'cors' })).toEqual([false, 0])
  expect(await ask({ 'Sec-Fetch-Mode': 'cors', 'HX-Request': 'true' })).toEqual([true, 1])
  expect(await ask({ 'Sec-Fetch-Mode': 'navigate' })).toEqual([true, 1])
  expect(await ask({})).toEqual([true, 1])
})
