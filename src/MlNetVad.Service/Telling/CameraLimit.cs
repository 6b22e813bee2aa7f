using MlNetVad.Service.Cameras;

namespace MlNetVad.Service.Telling;

/// <summary>How many new events of a camera others are told of in a minute; what is left out is counted, and the next message says how much.</summary>
internal sealed class CameraLimit(MonotonicClock clock, int perMinute = 6)
{
    private const double Minute = 60;

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Account> _cameras = [];

    /// <summary>Whether others are told of one more.</summary>
    /// <param name="camera">Whose event it is.</param>
    /// <param name="suppressed">How many were left out before it.</param>
    public bool Allows(Guid camera, out int suppressed)
    {
        lock (_lock)
        {
            if (!_cameras.TryGetValue(camera, out Account? account))
            {
                _cameras[camera] = account = new Account();
            }

            double now = clock.Seconds;
            while (account.Told.TryPeek(out double first) && now - first >= Minute)
            {
                account.Told.Dequeue();
            }

            suppressed = account.Suppressed;
            if (account.Told.Count >= perMinute)
            {
                account.Suppressed++;
                return false;
            }

            account.Told.Enqueue(now);
            account.Suppressed = 0;
            return true;
        }
    }

    private sealed class Account
    {
        public Queue<double> Told { get; } = new();

        public int Suppressed { get; set; }
    }
}
