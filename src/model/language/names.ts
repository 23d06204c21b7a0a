/** Whether a weight of that name belongs to training with descriptions alone: HGLNet is used without it. */
export const isLanguage = ({ name }: { readonly name: string }): boolean => name.startsWith("language.");
