import type { openApi } from '../../functions/api/openapi'
import { PageHead } from '../ui/section'

type Description = Awaited<ReturnType<typeof openApi>>

/** `/api/docs` */
export const ApiPage = ({ description }: { description: Description }) => (
  <>
    <PageHead title="API" />
    <p>{description.info.description}</p>
  </>
)
