export const AppName = ({ package_name, label }: { package_name: string; label: string | null }) =>
  label === null || label === package_name ? (
    <bdi class="row-title mono">{package_name}</bdi>
  ) : (
    <>
      <bdi class="row-title">{label}</bdi> <bdi class="grey mono">{package_name}</bdi>
    </>
  )
