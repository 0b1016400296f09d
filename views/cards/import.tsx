import { isPlaced, type Placed, type Previewed } from '../../functions/cards/import/import'
import { cardTitle } from '../../functions/cards/words'
import { plural } from '../../functions/lib/format'
import { tagList } from '../../functions/lib/text'
import { filesLimit } from '../../functions/plans/document'
import { contentLimit } from '../../functions/plans/schema'
import { Actions, Badge, Button, LinkButton } from '../ui/button'
import { Faults } from '../ui/faults'
import { type Option, Select } from '../ui/field'
import { Fold, PlainRow, RowList, Rows, Section } from '../ui/section'
import { UploadForm } from '../ui/upload-form'

const sample = `## Card 1
**Q**: to be (permanent)
**A**: ser
**Tags**: verb`

type Props = { plans: Option[]; plan: string; errors?: string[]; text?: string }

/** `/cards/import` */
export const ImportPage = ({ plans, plan, errors, text }: Props) => (
  <UploadForm
    label="Import cards"
    action="/cards/import"
    cancel="/cards"
    errors={errors}
    file={{
      label: 'Files',
      accept: '.md,.markdown,.txt,.csv,.tsv,text/markdown,text/plain',
      multiple: true,
      hint: `Cards files or Anki’s text export, up to ${filesLimit} of ${contentLimit / 1024} KB. You’ll see a preview first.`,
    }}
    text={{ label: 'Or paste cards', rows: 12, value: text, placeholder: sample }}
  >
    <Select
      label="Plan"
      name="plan"
      value={plan}
      options={[{ value: '', label: 'No plan' }, ...plans]}
      hint="A file named after a plan, such as spanish.cards.md, goes to that plan."
    />
  </UploadForm>
)

type Plans = { id: string; title: string }[]

/** Cards of a document that the preview shows. */
const shownCards = 50

const Document = ({ document, plans }: { document: Placed; plans: Plans }) => {
  const { name, planId, fresh, duplicates, rejected, warnings } = document
  const plan = plans.find(({ id }) => id === planId)
  return (
    <PlainRow
      name={name}
      parts={[
        <Badge tone={fresh.length > 0 ? 'good' : undefined}>{plural(fresh.length, 'new card')}</Badge>,
        plan ? <bdi>{plan.title}</bdi> : 'No plan',
        duplicates > 0 && `${plural(duplicates, 'duplicate')} skipped`,
        rejected.length > 0 && `${plural(rejected.length, 'row')} left out`,
      ]}
    >
      <Faults faults={rejected} tone="warning" />
      <Faults faults={warnings} tone="warning" />
    </PlainRow>
  )
}

const Refused = ({ document }: { document: Exclude<Previewed, Placed> }) => (
  <PlainRow name={document.name} parts={[<Badge tone="bad">Can’t be imported</Badge>]}>
    <Faults faults={document.errors} tone="bad" />
  </PlainRow>
)

type PreviewProps = {
  previewed: Previewed[]
  plans: Plans
  /** Where the import is confirmed; undefined when there is nothing to import. */
  confirm?: string
  /** New cards. */
  count: number
}

export const PreviewPage = ({ previewed, plans, confirm, count }: PreviewProps) => {
  const cards = previewed.filter(isPlaced).flatMap(({ fresh }) => fresh)
  return (
    <>
      <Section id="import-preview" title="Preview" summary={plural(count, 'new card')}>
        <Rows>
          {previewed.map((document) =>
            isPlaced(document) ? <Document document={document} plans={plans} /> : <Refused document={document} />,
          )}
        </Rows>
      </Section>
      {cards.length > 0 && (
        <Fold
          id="import-cards"
          title="Cards"
          summary={cards.length > shownCards ? `the first ${shownCards}` : undefined}
          open={cards.length <= 10}
        >
          <RowList
            rows={cards.slice(0, shownCards)}
            item={(card) => (
              <PlainRow
                name={cardTitle(card)}
                parts={[
                  <bdi>{cardTitle({ question: card.answer })}</bdi>,
                  ...tagList(card.tags).map((tag) => <bdi>#{tag}</bdi>),
                ]}
              />
            )}
          />
        </Fold>
      )}
      <Actions>
        {confirm && (
          <form method="post" action={confirm}>
            <Button variant="primary">Import {plural(count, 'card')}</Button>
          </form>
        )}
        <LinkButton href="/cards/import">Choose other files</LinkButton>
      </Actions>
    </>
  )
}
