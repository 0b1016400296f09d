import { Hono } from 'hono'
import { z } from 'zod'
import { ApiPage } from '../../views/api/page'
import { operation } from '../lib/api/describe'
import type { App } from '../lib/env'
import { openApi } from './openapi'

/** The description of the API, for programs and for people; open to everybody. @param app whose routes are described */
export const apiDocs = (app: Hono<App>) =>
  new Hono<App>()
    .get(
      '/v1/openapi.json',
      operation({
        summary: 'This description',
        tag: 'About',
        open: true,
        answers: { schema: z.looseObject({ openapi: z.string() }) },
      }),
      async (c) => c.json(await openApi(app)),
    )

    .get('/docs', async (c) => c.render(<ApiPage description={await openApi(app)} />, { title: 'API' }))
