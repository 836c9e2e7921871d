import { Icon, type IconProps } from './icon'

export const CircleMinus = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="12" cy="12" r="10" />
    <path d="M8 12h8" />
  </Icon>
)
