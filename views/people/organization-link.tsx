import { NameLink } from '../ui/section'

type Props = {
  row: { organization_id: string | null; organization_name: string | null }
  /** Text in front of it. */
  before?: string
}

/** Links to the organization of a row; nothing without one and while it is deleted. */
export const OrganizationOf = ({ row, before }: Props) =>
  row.organization_name === null ? null : (
    <>
      {before}
      <NameLink href={`/organizations/${row.organization_id}`} name={row.organization_name} />
    </>
  )
