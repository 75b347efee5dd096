/** Pictures in the order they were chosen in, whichever has been uploaded first. */
export type PictureOrder = {
  /** Gives a picture that was just chosen its place, behind all before. */
  choose(key: string): void;
  /** Puts what `key` has become among those that are there; those of another visit stand before all chosen here. */
  insert<Picture extends { id: string }>(
    pictures: readonly Picture[],
    picture: Picture,
    key: string,
  ): Picture[];
};

export function createPictureOrder(): PictureOrder {
  const places = new Map<string, number>();
  const placeOf = (key: string): number => places.get(key) ?? -1;
  return {
    choose: (key) => void places.set(key, places.size),
    insert: (pictures, picture, key) => {
      const place = placeOf(key);
      places.set(picture.id, place);
      const at = pictures.findIndex(({ id }) => placeOf(id) > place);
      return pictures.toSpliced(at === -1 ? pictures.length : at, 0, picture);
    },
  };
}
