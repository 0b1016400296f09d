import type { PreviewPaths, UploadDraft } from '../../../functions/imports/read'
import { isPlaced, type PlacedDocument, type PreviewedFile } from '../../../functions/learning/cards/import/import'
import { cardTitle } from '../../../functions/learning/cards/schema'
import { skippedFaults } from '../../../functions/lib/files/left-out'
import { plural } from '../../../functions/lib/text/format'
import { contentLimit, filesLimit, tagList } from '../../../functions/lib/text/text'
import { Confirm } from '../../changes/preview'
import { Documents, PreviewRows, UploadForm } from '../../imports/page'
import { Badge } from '../../ui/button'
import { Select, type SelectOption } from '../../ui/field'
import { DocumentErrors } from '../../ui/form'
import { joinFacts, PlainRow } from '../../ui/section'

const sample = `## Card 1
**Q**: to be (permanent)
**A**: ser
**Tags**: verb`

type Props = { plans: SelectOption[]; plan: string; draft?: UploadDraft }

/** `/cards/import` */
export const CardImportPage = ({ plans, plan, draft }: Props) => (
  <UploadForm
    label="Import cards"
    action="/cards/import"
    draft={draft}
    file={{
      label: 'Files',
      accept: '.md,.markdown,.txt,.csv,.tsv,text/markdown,text/plain',
      multiple: true,
      hint: `Cards files or Anki’s text export, up to ${filesLimit} of ${contentLimit / 1024} KB. You’ll see a preview first.`,
    }}
    text={{ label: 'Or paste cards', rows: 12, placeholder: sample }}
  >
    <Select
      label="Plan"
      name="plan"
      value={plan}
      options={[{ value: '', label: 'No plan' }, ...plans]}
      hint="A file named after a plan, such as spanish.cards.md, goes to that plan."
      errors={draft?.errors.plan}
    />
  </UploadForm>
)

type Plans = { id: string; title: string }[]

const Document = ({ document, plans }: { document: PlacedDocument; plans: Plans }) => {
  const { name, planId, fresh, rejected, warnings, leftOut } = document
  const duplicates = document.duplicates.length
  const plan = plans.find(({ id }) => id === planId)
  return (
    <PlainRow
      name={name}
      parts={[
        <Badge tone={fresh.length > 0 ? 'good' : undefined}>{plural(fresh.length, 'new card')}</Badge>,
        plan ? <bdi>{plan.title}</bdi> : 'No plan',
        duplicates > 0 && `${plural(duplicates, 'duplicate')} skipped`,
      ]}
    >
      <DocumentErrors faults={rejected} tone="warning" />
      <DocumentErrors faults={warnings} tone="warning" />
      <DocumentErrors faults={skippedFaults(leftOut)} tone="warning" />
    </PlainRow>
  )
}

type PreviewProps = PreviewPaths & {
  previewed: PreviewedFile[]
  plans: Plans
  /** Number of new cards. */
  count: number
}

export const CardPreviewPage = ({ previewed, plans, confirm, again, count }: PreviewProps) => {
  const cards = previewed.filter(isPlaced).flatMap(({ fresh }) => fresh)
  return (
    <>
      <Confirm
        action={confirm}
        button={count > 0 && `Import ${plural(count, 'card')}`}
        again={{ href: again, label: 'Choose other files' }}
      />
      <Documents
        summary={plural(count, 'new card')}
        documents={previewed}
        item={(document: PlacedDocument) => <Document document={document} plans={plans} />}
      />
      <PreviewRows
        id="import-cards"
        title="Cards"
        rows={cards}
        item={(card) => (
          <PlainRow
            name={cardTitle(card)}
            parts={[
              <bdi>{cardTitle({ question: card.answer })}</bdi>,
              joinFacts(...tagList(card.tags).map((tag) => <bdi>#{tag}</bdi>)),
            ]}
          />
        )}
        limit={50}
        foldOver={10}
      />
    </>
  )
}
