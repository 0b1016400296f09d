import type { PropsWithChildren } from 'hono/jsx'
import { type Categories, categoryOptions } from '../../../functions/goals/goals/labels'
import type { User } from '../../../functions/lib/env'
import type { AnyDraft } from '../../../functions/lib/http/form'
import { pathTo } from '../../../functions/lib/http/path-to'
import { plural, rangeText } from '../../../functions/lib/text/format'
import type { Range } from '../../../functions/lib/time/days'
import {
  defaultExclusions,
  includedIds,
  lineIds,
  type Packet,
  packetIds,
} from '../../../functions/reviews/evidence/packet'
import { evidenceRanges, type EvidencePage as Page } from '../../../functions/reviews/evidence/page-data'
import {
  type EvidenceDraft,
  evidenceTitleLimit,
  introductionLimit,
  newTitle,
} from '../../../functions/reviews/evidence/schema'
import { Actions, Button, Menu } from '../../ui/button'
import { Field, optionsOf, Select, type SelectOption, textRows } from '../../ui/field'
import { draftFields, EditForm, ErrorSummary, HiddenOrg } from '../../ui/form'
import { classes, Icon } from '../../ui/icon'
import { MenuLink, MenuPost, Row } from '../../ui/item'
import { Module } from '../../ui/reorder'
import { LineFold, PageHead, RowActions, RowList, RowTitle, Section, TextLink } from '../../ui/section'
import { Strip, StripLink } from '../../ui/strip'
import { EvidenceDocument } from './document'

/** Category choices. A chosen category stays in the list even if no goal has it any more. */
const categoryChoices = (known: Categories, chosen: string): SelectOption[] => {
  const options = optionsOf(categoryOptions(known))
  const isListed = chosen === '' || options.some(({ value }) => value === chosen)
  return [{ value: '', label: 'All categories' }, ...options, ...(isListed ? [] : [{ value: chosen, label: chosen }])]
}

type EvidenceFormProps = {
  values: Record<'title' | 'from_date' | 'to_date' | 'org' | 'category' | 'introduction', string>
  leftOut: string[]
  packet: Packet
  categories: Categories
  today: string
  /** Id and version of a saved draft. */
  saved?: { id: string; seq: number | string }
  draft?: AnyDraft
  /** Invalid dates from the URL. */
  wrong?: Range & { error: string }
}

type Author = Pick<User, 'username' | 'email'>

export const authorOf = ({ username, email }: Author) => username || (email ?? '')

/** Author's name and dates of the document. */
export const AuthorAndDates = ({ user, range }: { user: Author; range: Range }) => (
  <>
    <bdi>{authorOf(user)}</bdi>, {rangeText(range.from, range.to, '')}
  </>
)

/** Shows the checkboxes of all lines, and buttons that tick them all again. Without JavaScript the buttons save. */
const Choosing = ({ packet, open }: { packet: Packet; open: boolean }) => {
  const unticked = { suggested: defaultExclusions(packet), all: [], none: packetIds(packet) }
  return (
    <LineFold id="evidence-choose" words="Choose what goes in" open={open} class="print:hidden">
      <Actions>
        {Object.entries(unticked).map(([which, ids]) => (
          <Button small name="unticks" value={ids.join(' ')}>
            Select {which}
          </Button>
        ))}
      </Actions>
    </LineFold>
  )
}

/** Id of the form for the dates of a new document, which decide its lines. */
const datesId = 'evidence-dates'

const barLook =
  'sticky bottom-low z-1 flex items-center gap-4 border-line border-t bg-paper py-2 has-[[open]]:z-5 max-lg:py-1 max-lg:[--control:var(--control-small)] print:hidden'

type BarProps = { lines: number; id?: string }

/** Bar that stays visible below the lines. client/forms/evidence.ts counts the included lines and copies them. */
const Bar = ({ lines, id }: BarProps) => (
  <div class={barLook} id="evidence-bar">
    <p class="mr-auto text-grey" role="status" id="evidence-count">
      {plural(lines, 'line')}
    </p>
    <Actions>
      <Button variant="primary">Save</Button>
      <Button type="button" data-copies>
        Copy
      </Button>
      <Button type="button" data-prints hidden>
        Print
      </Button>
      <Menu label="More" up>
        <button type="submit" formaction="/evidence/markdown" formmethod="post">
          <Icon name="download" />
          Download as markdown
        </button>
        {id && (
          <>
            <MenuLink href="/evidence" icon="evidence" label="All drafts" />
            <button type="submit" class="bad" formaction={pathTo`/evidence/${id}/delete`} formnovalidate>
              <Icon name="trash" />
              Delete
            </button>
          </>
        )}
      </Menu>
    </Actions>
    <Module name="evidence" />
    <Module name="print" />
  </div>
)

/** Classes of the document's head. In print, the introduction looks like text. */
const headLook =
  'mb-3 grid gap-x-4 gap-y-3 **:[textarea]:field-sizing-content **:[textarea]:min-h-control lg:grid-cols-[minmax(0,1fr)_minmax(0,2fr)] print:**:[textarea]:text-text'

type TitleProps = Pick<EvidenceFormProps, 'packet' | 'categories' | 'wrong'> & {
  field: ReturnType<typeof draftFields<EvidenceFormProps['values']>>
  /** True if the dates belong to the draft's form and are saved with it. */
  hasOwnDates: boolean
  isOpen: boolean
}

/** Fields for title, introduction, dates and category of a document. */
const TitleAndDates = ({ packet, categories, wrong, field, hasOwnDates, isOpen }: TitleProps) => {
  /** Dates of a new document are applied when chosen, before it is saved. */
  const shows = hasOwnDates ? {} : { form: datesId }
  const date = (name: 'from' | 'to') =>
    hasOwnDates ? field(`${name}_date`) : { name, value: (wrong ?? packet.range)[name] }
  return (
    <LineFold words="Title and dates" open={isOpen || wrong !== undefined || packet.category !== ''}>
      <div class={headLook}>
        <div class="print:hidden">
          <Field label="Title" required maxlength={evidenceTitleLimit} dir="auto" {...field('title')} />
        </div>
        <Field
          label="Introduction"
          type="textarea"
          rows={textRows(String(field('introduction').value ?? ''), 1)}
          maxlength={introductionLimit}
          dir="auto"
          placeholder="What this document is for, in Markdown"
          {...field('introduction')}
        />
      </div>
      <div class="toolbar">
        <Field label="From" type="date" isPast required {...date('from')} {...shows} />
        <Field label="To" type="date" isPast required errors={wrong && [wrong.error]} {...date('to')} {...shows} />
        <Select
          label="Category"
          options={categoryChoices(categories, packet.category)}
          {...field('category')}
          {...shows}
        />
        {!hasOwnDates && <Button form={datesId}>Show</Button>}
      </div>
    </LineFold>
  )
}

/** Form of a document. Its buttons save, copy or download it as displayed. Children are at the start of its bar. */
export const EvidenceForm = (props: PropsWithChildren<EvidenceFormProps>) => {
  const { values, leftOut, packet, categories, today, saved, draft, wrong, children } = props
  const field = draftFields(values, draft, 'evidence')
  const hidden = (names: (keyof typeof values)[]) =>
    names.map((name) => <input type="hidden" name={name} value={field(name).value ?? ''} />)
  const out = new Set(leftOut)
  const lines = includedIds(packet, out).length
  const hasOwnDates = saved !== undefined || draft !== undefined
  const { from, to } = packet.range
  const isPreset = Object.values(evidenceRanges(today)).some((one) => one.from === from && one.to === to)
  return (
    <>
      {!hasOwnDates && (
        <form id={datesId} action="/evidence">
          <HiddenOrg />
        </form>
      )}
      <EditForm
        label="Evidence"
        action={saved ? pathTo`/evidence/${saved.id}` : '/evidence'}
        id="evidence"
        class="print:block"
      >
        {saved && <input type="hidden" name="seq" value={draft?.values.seq ?? saved.seq} />}
        {/* Enter in a field presses the first button of a form. */}
        <button type="submit" hidden />
        <ErrorSummary errors={['seq', 'org', 'shown', 'unticks'].flatMap((name) => draft?.errors[name] ?? [])} />
        {hidden(hasOwnDates ? ['org'] : ['org', 'from_date', 'to_date', 'category'])}
        <input type="hidden" name="shown" value={packetIds(packet).join(' ')} />
        <div class={classes('flex flex-wrap items-center gap-x-4 gap-y-1', lineIds(packet).length > 0 && '-mb-2')}>
          {children}
          <TitleAndDates
            packet={packet}
            categories={categories}
            wrong={wrong}
            field={field}
            hasOwnDates={hasOwnDates}
            isOpen={hasOwnDates || !isPreset}
          />
          {lineIds(packet).length > 0 && <Choosing packet={packet} open={lines === 0} />}
        </div>
        <EvidenceDocument packet={packet} leftOut={out} />
        {(saved || lineIds(packet).length > 0) && <Bar lines={lines} id={saved?.id} />}
      </EditForm>
    </>
  )
}

const DraftItem = ({ draft, today }: { draft: EvidenceDraft; today: string }) => (
  <Row
    id={`draft-${draft.id}`}
    title={<RowTitle href={pathTo`/evidence/${draft.id}`} name={draft.title} />}
    facts={[rangeText(draft.from_date, draft.to_date, today)]}
    actions={
      <RowActions>
        <Menu label={`More for ${draft.title}`}>
          <MenuPost action={pathTo`/evidence/${draft.id}/delete`} label="Delete" icon="trash" danger />
        </Menu>
      </RowActions>
    }
  />
)

/** Saved drafts; renders nothing without drafts. */
export const Drafts = ({ drafts, today, oob }: Pick<Page, 'drafts' | 'today'> & { oob?: boolean }) => (
  <div id="draft-list" class="print:hidden" hx-swap-oob={oob ? 'outerMorph' : undefined}>
    {drafts.length > 0 && (
      <Section
        id="drafts"
        title="Drafts"
        summary={drafts.length}
        aside={<TextLink href="/deleted">Recently deleted</TextLink>}
      >
        <RowList rows={drafts} item={(draft) => <DraftItem draft={draft} today={today} />} />
      </Section>
    )}
  </div>
)

/** Links to the most common date ranges. */
const Ranges = ({ packet: { range, category }, today }: Pick<Page, 'packet' | 'today'>) => (
  <Strip label="Range">
    {Object.entries(evidenceRanges(today)).map(([name, { from, to }]) => (
      <StripLink
        href={`/evidence?${new URLSearchParams({ from, to, category })}`}
        isCurrent={from === range.from && to === range.to}
      >
        {name}
      </StripLink>
    ))}
  </Strip>
)

/** `/evidence` */
export const EvidencePage = ({ packet, drafts, categories, today, org, user, wrong }: Page & { user: Author }) => {
  const { range, category } = packet
  return (
    <>
      <PageHead
        title="Evidence"
        summary={<AuthorAndDates user={user} range={range} />}
        actions={drafts.length > 0 && <TextLink href="#drafts">Drafts</TextLink>}
      />
      <EvidenceForm
        values={{
          title: newTitle(range.from, range.to),
          from_date: range.from,
          to_date: range.to,
          org,
          category,
          introduction: '',
        }}
        leftOut={defaultExclusions(packet)}
        packet={packet}
        categories={categories}
        today={today}
        wrong={wrong}
      >
        <Ranges packet={packet} today={today} />
      </EvidenceForm>
      <Drafts drafts={drafts} today={today} />
    </>
  )
}
