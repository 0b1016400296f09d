import { Hono } from 'hono'
import { z } from 'zod'
import { ApiPage } from '../../views/api/page'
import { visitor } from '../auth/signed-in'
import { operation } from '../lib/api/describe'
import type { App } from '../lib/env'
import { openApi } from './openapi'

/** The description of the API, for programs and for people; open to everybody. @param app whose routes are described */
export const apiDocs = (app: Hono<App>) => {
  let made: Awaited<ReturnType<typeof openApi>> | undefined

  /** It follows from the code alone, and takes a while to put together. */
  const description = async () => {
    made ??= await openApi(app)
    return made
  }

  return new Hono<App>()
    .get(
      '/v1/openapi.json',
      operation({
        summary: 'This description',
        tag: 'About',
        open: true,
        answers: { schema: z.looseObject({ openapi: z.string() }) },
      }),
      async (c) => c.json(await description()),
    )

    .get('/docs', async (c) => {
      const user = await visitor(c)
      if (user) c.set('user', user)
      return c.render(<ApiPage description={await description()} />, { title: 'API' })
    })
}
