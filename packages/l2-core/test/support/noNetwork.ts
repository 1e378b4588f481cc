/** A network that cannot be used. */
export const network = {
  watchInterfaces: (): never => {
    throw new Error('no native addon');
  },
};
