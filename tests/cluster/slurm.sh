#!/usr/bin/env bash
# Start or stop a SLURM cluster of this one machine, on the loopback, for tests:
#   slurm.sh start FOLDER    writes /etc/slurm/slurm.conf and starts munged, slurmctld and slurmd
#   slurm.sh stop FOLDER     ends what `start` started, by its process ids, and removes its slurm.conf
# It needs root and Debian's slurm-wlm (apt-get install slurm-wlm munge); it starts nothing beside a cluster
# that is there. Exit code 3: it cannot start here, and says why.
set -euo pipefail
conf=/etc/slurm/slurm.conf
folder=$(realpath -m "$2")
host=$(hostname -s)

cannot() { echo "no cluster: $*" >&2; exit 3; }

start() {
    [ "$(id -u)" = 0 ] || cannot "it takes root to start one"
    for program in munged slurmctld slurmd sbatch squeue; do
        command -v "$program" > /dev/null || cannot "$program is missing; apt-get install slurm-wlm munge"
    done
    [ ! -e "$conf" ] || cannot "$conf is there already, so this machine has one"
    for daemon in munged slurmctld slurmd; do
        ! pgrep -x "$daemon" > /dev/null || cannot "$daemon runs already"
    done
    mkdir -p "$folder" "$folder/state" "$folder/spool"
    # Munge wants a socket that everybody can reach, wherever FOLDER lies.
    run=$(mktemp -d)
    chmod 755 "$run"
    ln -sfn "$run" "$folder/run"
    dd if=/dev/urandom of="$run/munge.key" bs=1024 count=1 status=none
    chmod 400 "$run/munge.key"
    mkdir -p /etc/slurm
    cat > "$conf" << CONF
ClusterName=fieldstudy
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmdUser=root
SlurmctldPort=$PORT
SlurmdPort=$((PORT + 1))
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
AuthType=auth/munge
AuthInfo=socket=$run/munge.socket
CryptoType=crypto/munge
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$run/slurmctld.pid
SlurmdPidFile=$run/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SchedulerType=sched/backfill
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
ReturnToService=2
MinJobAge=3600
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) RealMemory=$(free -m | awk '/^Mem/ {print $2}') State=UNKNOWN
PartitionName=local Nodes=$host Default=YES MaxTime=INFINITE State=UP
CONF
    touch "$folder/conf-is-ours"
    munged --key-file="$run/munge.key" --socket="$run/munge.socket" \
        --pid-file="$run/munged.pid" --log-file="$run/munged.log" \
        --seed-file="$run/munge.seed" || { stop; cannot "munged does not start"; }
    slurmctld || { stop; cannot "slurmctld does not start: see $folder/slurmctld.log"; }
    slurmd -N "$host" || { stop; cannot "slurmd does not start: see $folder/slurmd.log"; }
    for _ in $(seq 60); do
        case $(sinfo --noheader --format=%t 2> /dev/null || true) in
            idle*) echo "one node is idle"; return ;;
        esac
        sleep 1
    done
    tail -3 "$folder"/slurm*.log >&2
    stop
    cannot "its node did not become idle within a minute"
}

stop() {
    if [ -e "$folder/conf-is-ours" ]; then
        scancel --user=root 2> /dev/null || true
    fi
    for name in slurmd slurmctld munged; do
        pid=$(cat "$folder/run/$name.pid" 2> /dev/null || true)
        # A number that is another program's by now is left alone.
        [ -n "$pid" ] && [ "$(cat "/proc/$pid/comm" 2> /dev/null)" = "$name" ] || continue
        kill "$pid"
        for _ in $(seq 20); do [ -e "/proc/$pid" ] || break; sleep 0.5; done
    done
    if [ -e "$folder/conf-is-ours" ]; then rm -rf "$conf" "$folder/conf-is-ours" "$(readlink "$folder/run")" "$folder/run"; fi
}

PORT=${PORT:-26817}
case $1 in
    start) start ;;
    stop) stop ;;
    *) echo "usage: slurm.sh start|stop FOLDER" >&2; exit 2 ;;
esac
