import { lineIds, type Packet } from '../../functions/evidence/packet'
import { introductionLimit, titleLimit } from '../../functions/evidence/schema'
import { type Categories, categoryOptions } from '../../functions/goals/labels'
import type { AnyDraft } from '../../functions/lib/resource/pages'
import { Actions, Button, LinkButton } from '../ui/button'
import { Field, type Option, optionsOf, Select } from '../ui/field'
import { drafted, EditForm, ErrorSummary, Fields } from '../ui/form'
import { textRows } from '../ui/text-rows'
import { Document } from './document'

/** The categories to choose from; one that no goal has any more stays chosen. */
export const categoryChoices = (known: Categories, chosen: string): Option[] => {
  const options = optionsOf(categoryOptions(known))
  const isListed = chosen === '' || options.some(({ value }) => value === chosen)
  return [{ value: '', label: 'All categories' }, ...options, ...(isListed ? [] : [{ value: chosen, label: chosen }])]
}

export type EvidenceFormProps = {
  values: Record<'title' | 'from_date' | 'to_date' | 'org' | 'category' | 'introduction', string>
  leftOut: string[]
  packet: Packet
  categories: Categories
  /** A draft that is kept: its id and version. */
  saved?: { id: string; seq: number | string }
  draft?: AnyDraft
}

type FieldOf = ReturnType<ReturnType<typeof drafted>>

const Dates = ({
  from,
  to,
  category,
  options,
}: Record<'from' | 'to' | 'category', FieldOf> & { options: Option[] }) => (
  <div class="print-hide">
    <Fields>
      <Field label="From" type="date" required {...from} />
      <Field label="To" type="date" required {...to} />
      <Select label="Category" options={options} {...category} />
    </Fields>
  </div>
)

/** A document with its words; the buttons keep it, or download it as it is shown. */
export const EvidenceForm = ({ values, leftOut, packet, categories, saved, draft }: EvidenceFormProps) => {
  const field = drafted(values, draft, 'evidence')
  const hidden = (names: (keyof typeof values)[]) =>
    names.map((name) => <input type="hidden" name={name} value={field(name).value ?? ''} />)
  const hasOwnDates = saved !== undefined || draft !== undefined
  return (
    <div class="paper">
      <EditForm label="Evidence" action={saved ? `/evidence/${saved.id}` : '/evidence'} id="evidence">
        {saved && <input type="hidden" name="seq" value={draft?.values.seq ?? saved.seq} />}
        <ErrorSummary errors={['seq', 'org', 'shown'].flatMap((name) => draft?.errors[name] ?? [])} />
        {hidden(hasOwnDates ? ['org'] : ['org', 'from_date', 'to_date', 'category'])}
        <input type="hidden" name="shown" value={lineIds(packet).join(' ')} />
        <div class="print-hide">
          <Field label="Title" required maxlength={titleLimit} dir="auto" {...field('title')} />
        </div>
        {hasOwnDates && (
          <Dates
            from={field('from_date')}
            to={field('to_date')}
            category={field('category')}
            options={categoryChoices(categories, packet.category)}
          />
        )}
        <Field
          label="Introduction"
          type="textarea"
          rows={textRows(String(field('introduction').value ?? ''))}
          maxlength={introductionLimit}
          dir="auto"
          placeholder="What this document is for"
          hint="Shown at the top. You can use Markdown."
          {...field('introduction')}
        />
        <Document packet={packet} leftOut={new Set(leftOut)} />
        <div class="evidence-actions">
          <Actions>
            <Button variant="primary">{saved ? 'Save' : 'Save as draft'}</Button>
            <Button formaction="/evidence/markdown" formmethod="post" icon="download">
              Download as markdown
            </Button>
            {saved && (
              <>
                <Button variant="danger" icon="trash" formaction={`/evidence/${saved.id}/delete`} formnovalidate>
                  Delete
                </Button>
                <LinkButton variant="quiet" href="/evidence">
                  All drafts
                </LinkButton>
              </>
            )}
          </Actions>
        </div>
      </EditForm>
    </div>
  )
}
