/** `Ada, an admin`; `an admin` where they have no name, or are gone. */
export const AdminName = ({ name }: { name: string | null | undefined }) =>
  name ? (
    <>
      <bdi>{name}</bdi>, an admin
    </>
  ) : (
    'an admin'
  )
