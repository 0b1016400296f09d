import type { Range } from '../../functions/lib/days'
import { momentNames } from '../../functions/stats/changes/moments'
import { changesPath } from '../links'
import { Field } from '../ui/field'
import { Stack } from '../ui/section'
import { DatesForm, type FigureDraft } from './dates-form'

/** Parameters of the page's address. */
export type ChangesParams = { subject: string; range: Range | null; since: string; until: string }

const Presets = ({ params }: { params: ChangesParams }) => (
  <nav class="ranges grow" aria-label="Since">
    {Object.entries(momentNames).map(([name, words]) => (
      <a
        href={changesPath(params.range, params.subject, name)}
        aria-current={params.since === name && params.until === '' ? 'true' : undefined}
      >
        {words}
      </a>
    ))}
  </nav>
)

type FormProps = { params: ChangesParams; since?: string; until?: string; draft?: FigureDraft }

export const MomentsForm = ({ params, since, until, draft }: FormProps) => (
  <Stack>
    <Presets params={params} />
    <DatesForm
      action="/stats/changes"
      hidden={{ subject: draft?.errors.subject ? undefined : params.subject }}
      range={params.range}
      draft={draft}
      childFields={['since', 'until']}
    >
      <Field
        label="Changed since"
        grow
        name="since"
        type="datetime-local"
        value={draft?.values.since ?? since}
        errors={draft?.errors.since}
      />
      <Field
        label="Until"
        grow
        name="until"
        type="datetime-local"
        value={draft?.values.until ?? until}
        errors={draft?.errors.until}
      />
    </DatesForm>
  </Stack>
)
