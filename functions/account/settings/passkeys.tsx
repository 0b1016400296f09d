import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { AddPasskeyPage } from '../../../views/account/settings/passkeys'
import { addAct } from '../../lib/api/act'
import { describeOperation } from '../../lib/api/describe'
import { jsonOf } from '../../lib/api/values'
import { type App, rowLoader } from '../../lib/env'
import { type Draft, form } from '../../lib/http/form'
import { redirectTo, writeCookie } from '../../lib/http/respond'
import * as q from '../auth/passkeys/passkeys'
import { deviceName } from '../auth/start-session'

const page = '/settings/sign-in#passkeys'

const showForm = (c: Context<App>, draft?: Draft<q.PasskeyForm>) => (
  <AddPasskeyPage name={deviceName(c.req.header('User-Agent'))} draft={draft} />
)

/** `/settings/sign-in/passkeys` */
export const passkeySettings = new Hono<App>()
  .get('/', (c) => c.render(showForm(c), { title: 'Add a passkey', heading: true }))

  .post('/', form(q.PasskeyForm, 'Add a passkey', showForm), async (c) => {
    const { name } = await q.addPasskey(c, c.req.valid('form'))
    return redirectTo(c, page, { message: `Passkey “${name}” added` })
  })

  .post('/later', (c) => {
    writeCookie(c, q.postponeCookie, '1', 30 * 24 * 60 * 60)
    return redirectTo(c, '/')
  })

  .post('/:id/remove', rowLoader('passkey', q.passkeyById), async (c) => {
    const { id, name } = c.var.passkey
    await q.removePasskey(c.env.DB, c.var.user.id, id)
    return redirectTo(c, page, { message: `Passkey “${name}” removed` })
  })

const tag = 'Passkeys'

const json = (row: q.PasskeyRow) => jsonOf(q.PasskeyJson, row)

const PasskeyBody = q.PasskeyForm.extend({ passkey: z.looseObject({}).transform((one) => JSON.stringify(one)) })
  .strict()
  .meta({ id: 'PasskeyDraft' })

/** `/api/v1/me/passkeys` */
export const passkeysApi = new Hono<App>()
  .get(
    '/',
    describeOperation({
      summary: 'List your passkeys',
      tag,
      answers: { schema: z.object({ items: z.array(q.PasskeyJson) }) },
    }),
    async (c) => c.json({ items: (await q.passkeysOf(c.env.DB, c.var.user.id)).map(json) }),
  )

  .delete('/:id', describeOperation({ summary: 'Remove a passkey', tag, item: true }), async (c) =>
    (await q.removePasskey(c.env.DB, c.var.user.id, c.req.param('id'))) ? c.body(null, 204) : c.notFound(),
  )

addAct(passkeysApi, '/options', {
  summary: 'Start adding a passkey',
  description: 'Options for `navigator.credentials.create` in a browser. Its challenge works once, for 5 minutes.',
  tag,
  schema: z.looseObject({ challenge: z.string() }),
  run: (c, { claim }) => q.creationOptions(c, (options) => claim('', options)),
})

addAct(passkeysApi, '/', {
  summary: 'Add a passkey',
  description: '`passkey` is the credential created by the browser, in the form of its `toJSON`.',
  tag,
  input: PasskeyBody,
  schema: q.PasskeyJson,
  status: 201,
  json,
  run: (c, { input, claim }) => q.addPasskey(c, input, (row) => claim(row.id, row)),
})
