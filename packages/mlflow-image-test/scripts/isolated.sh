#!/bin/sh
# Runs a command as a container would: as a user without rights, on a file system where nothing can be written but the given
# mounts, and without sight of what is the caller's. Needs root, and runs in a mount namespace of its own:
#   unshare --mount --propagation private isolated.sh USER HOME VISIBLE[:VISIBLE...] SOURCE=TARGET... -- COMMAND...
set -eu
user=$1 home=$2 visible=$3
shift 3

# Everything that is to be seen again is taken aside before what hides it.
mount -t tmpfs -o mode=755 tmpfs /mnt
take() {
  mkdir "/mnt/$1"
  mount --bind "$2" "/mnt/$1"
}
show() {
  mkdir -p "$2"
  mount --move "/mnt/$1" "$2"
}

n=0 targets= paths=$(echo "$visible" | tr : ' ')
for path in $paths; do
  n=$((n + 1))
  take $n "$path"
done
while [ "$1" != -- ]; do
  n=$((n + 1))
  take $n "${1%%=*}"
  targets="$targets $n=${1#*=}"
  shift
done
shift

mount -t tmpfs -o mode=755 tmpfs "$home"
for target in $targets; do
  path=${target#*=}
  # A folder that isn't there is made on a file system that goes with the namespace.
  [ -d "$path" ] || mount -t tmpfs -o mode=755 tmpfs "$(dirname "$path")"
  show "${target%%=*}" "$path"
done
n=0
for path in $paths; do
  n=$((n + 1))
  show $n "$path"
  mount -o remount,ro,bind "$path"
done
mount -o remount,ro /mnt
mount -o remount,ro,bind /
cd /
exec setpriv --reuid "$user" --regid "$user" --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all "$@"
