import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { z } from 'zod'
import type { SelectOption } from '../../../views/ui/field'
import { type ControlSlots, KindField, KindFields, KindFilters } from '../../../views/ui/kind'
import { ListFoot, ListHead, NoneYet, PagedList } from '../../../views/ui/listing'
import { ListSelection } from '../../../views/ui/selection'
import { type App, todayOf } from '../env'
import { kindEntry } from '../kinds'
import { allOrgs, type Org } from '../org'
import type { RowFields } from './fields'
import { filingOptions } from './filing-choices'
import { choicesOf, conflictFields, formValuesOf, namesInPlace, type PlainKind } from './kind'
import { type FieldsProps, listedPages } from './listed-pages'
import { preselectedFiling } from './new-row-filing'
import { type NoteMember, noteRoutes } from './notes'
import type { Resource, ResourceRow } from './resource'
import type { Pages } from './resource-pages'

type Forms<R extends ResourceRow, New extends object> = {
  NewForm: Pages<R, New>['create']
  EditForm: Pages<R, New>['edit']
}

/** Form fields in order: all or some of the kind's, perhaps with other labels. */
type FieldsOf<R> = (c: Context<App>, props: Omit<FieldsProps<R>, 'idPrefix'>) => RowFields

type Given<R extends ResourceRow, New extends object, P> = Omit<
  Parameters<typeof listedPages<R, New, P>>[1],
  'path' | 'title' | 'titleOf' | 'create' | 'edit' | 'described' | 'fields' | 'inPlace'
> & {
  title?: string
  titleOf?: (row: R) => string
  fields?: (c: Context<App>, props: FieldsProps<R>) => Child | Promise<Child>
  /** Custom controls in the form, by field. */
  slots?: (c: Context<App>, props: FieldsProps<R>) => ControlSlots | Promise<ControlSlots>
  fieldsOf?: FieldsOf<R>
  /** Content above the form fields. */
  above?: (props: FieldsProps<R>) => Child
}

/** Optional texts of several lines. On the row's page they are saved while they are typed. */
const notesOf = ({ fields }: PlainKind) =>
  Object.entries(fields).flatMap(([name, { control, member }]) =>
    control.props.type === 'textarea' && member instanceof z.ZodOptional
      ? [[name, member.unwrap() as NoteMember] as const]
      : [],
  )

/** Makes all fields editable in place, except fields of the whole form only. */
const fieldsInPlace = <R extends ResourceRow>(kind: PlainKind, fieldsOf: FieldsOf<R>): Pages<R, never>['inPlace'] => ({
  fields: namesInPlace(kind),
  typed: (row) => formValuesOf(kind, row),
  control: async (c, row, name, field) => (
    <KindField
      row={row}
      name={name}
      field={field(name)}
      kind={{ ...kind, fields: fieldsOf(c, { row }) }}
      choices={name.endsWith('_id') ? await choicesOf(c, kind.ids) : []}
    />
  ),
})

/** `listedPages` of a kind. Forms and conflicts follow from its fields. */
export const kindPages = <R extends ResourceRow, New extends object, P>(
  kind: PlainKind & Forms<R, New>,
  resource: Resource<R, New>,
  { slots, above, fieldsOf = () => kind.fields, ...given }: Given<R, New, P>,
) => {
  const titleColumn = kindEntry(kind.kind).search.title
  const { pages, routes } = listedPages<R, New, P>(resource, {
    path: kind.path,
    title: kind.title,
    titleOf: (row) => String(row[titleColumn as keyof R]),
    create: kind.NewForm,
    edit: kind.EditForm,
    inPlace: fieldsInPlace(kind, fieldsOf),
    described: (c, saved) => conflictFields(c, kind, saved),
    fields: async (c, props) => (
      <>
        {above?.(props)}
        <KindFields
          {...props}
          kind={{ ...kind, fields: fieldsOf(c, props) }}
          linked={preselectedFiling(c)}
          choices={await choicesOf(c, kind.ids)}
          today={todayOf(c)}
          slots={await slots?.(c, props)}
        />
      </>
    ),
    ...given,
  })
  const notes = notesOf(kind)
  if (notes.length > 0) routes.route('/', noteRoutes(kind.table, Object.fromEntries(notes)))
  return { pages, routes }
}

/** Choices of the list's filters, by field. An organization's context has no filter by organization. */
const optionsIn = async (c: Context<App>, { fields, ids }: PlainKind) => {
  const offered = ids.filter((id) => fields[id]?.filter && (id !== 'organization_id' || c.var.org === allOrgs))
  const options = offered.map(async (id) => [id, await filingOptions(c.env.DB, c.var.user.id, c.var.org, id)] as const)
  return Object.fromEntries(await Promise.all(options))
}

type Listed = { view: Record<string, string>; next?: string; options: Record<string, SelectOption[]> }

type List<R> = {
  kind: PlainKind
  /** `page` of the kind's reads. */
  pageOf: (
    db: D1Database,
    userId: string,
    org: Org,
    query: Record<string, string | undefined>,
    limit: number,
  ) => Promise<{ rows: R[]; next?: string }>
  pageSize: number
  /** Hint with the searched columns: `Name or notes`. */
  placeholder: string
  item: (row: R, c: Context<App>) => Child
  groupOf?: (row: R) => readonly [id: string, title: string, figures?: string]
  /** Text about the first step, if the list has no rows at all. */
  none: string
  /** Content between the page's head and the search. */
  foot?: Child
}

/** A list page with search, filters and several pages. */
export const searchedList = <R extends ResourceRow>({
  kind,
  pageOf,
  pageSize,
  placeholder,
  item,
  groupOf,
  none,
  foot,
}: List<R>) => {
  type Page = Listed & { rows: R[]; item: (row: R) => Child }
  const List = ({ options: _, ...page }: Page & { oob?: boolean }) => (
    <PagedList {...page} kind={kind} groupOf={groupOf} none={<NoneYet kind={kind}>{none}</NoneYet>} />
  )
  return {
    item,
    read: async (c: Context<App>, query: Record<string, string>): Promise<Page> => {
      const asked = kind.View.parse(query)
      const view = c.var.org === allOrgs || !('organization' in asked) ? asked : { ...asked, organization: '' }
      const [page, options] = await Promise.all([
        pageOf(c.env.DB, c.var.user.id, c.var.org, kind.filterOf(view), pageSize),
        optionsIn(c, kind),
      ])
      return { view, options, ...page, item: (row: R) => item(row, c) }
    },
    view: (page: Page) => (
      <>
        <ListHead kind={kind}>
          <KindFilters kind={kind} view={page.view} placeholder={placeholder} options={page.options} />
        </ListHead>
        <List {...page} />
        <ListSelection of={kind} acts={kind.acts} />
        {foot ?? <ListFoot />}
      </>
    ),
    list: (page: Page) => <List {...page} oob />,
  }
}
