/** A token of the command line for an address, from the mail that a development server keeps. */
export const commandLineToken = async (url: string, email: string) => {
  const post = (path: string, body: object) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify(body),
    })
  await post('/auth/magic-link', { email, client: 'cli' })
  const outbox = await fetch(`${url}/dev/outbox?to=${encodeURIComponent(email)}`, {
    headers: { Accept: 'application/json' },
  })
  const [mail]: { text: string }[] = await outbox.json()
  const link = /token=(\S+)/.exec(mail?.text ?? '')?.[1] ?? ''
  const { token }: { token: string } = await (await post('/auth/verify', { token: link })).json()
  return token
}
