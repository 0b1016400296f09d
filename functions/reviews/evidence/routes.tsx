import { Hono } from 'hono'
import { EvidencePage } from '../../../views/reviews/evidence/page'
import { fileDownload, markdownType } from '../../lib/download'
import { type App, todayOf } from '../../lib/env'
import { form } from '../../lib/form'
import { resourcePages } from '../../lib/resource/pages'
import { evidenceMarkdown } from './api'
import { EvidenceView, evidencePage, packetOf } from './page-data'
import { evidencePages } from './pages'
import { evidenceResource, leftOutOf } from './resource'
import { NewEvidenceForm } from './schema'

/** `/evidence` */
export const evidence = new Hono<App>()
  .get('/', async (c) => {
    const { user, org, orgTime: context } = c.var
    const view = EvidenceView.parse(c.req.query())
    const page = await evidencePage(c.env.DB, user.id, { org, context }, view, todayOf(c))
    return c.render(<EvidencePage {...page} />, { title: 'Evidence' })
  })

  .post(
    '/markdown',
    form(NewEvidenceForm, 'Evidence', (c, draft) => evidencePages.newForm(c, draft)),
    async (c) => {
      const { title, introduction = '', category = '', org = c.var.org, ...values } = c.req.valid('form')
      const packet = await packetOf(c.env.DB, c.var.user.id, { ...values, org, category }, c.var)
      const { origin } = new URL(c.req.url)
      const text = evidenceMarkdown({ title, introduction, packet, leftOut: leftOutOf(values), origin })
      const name = `evidence-${values.from_date}-${values.to_date}.md`
      return fileDownload(c, { name, type: markdownType }, text)
    },
  )

  .route('/', resourcePages(evidenceResource, evidencePages))
