using Microsoft.AspNetCore.Identity;

namespace MlNetVad.Service.Data;

/// <summary>Someone who signs in.</summary>
internal sealed class VadUser : IdentityUser;

/// <summary>What is watched, and how.</summary>
internal sealed class Camera
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    public string Name { get; set; } = "";

    /// <summary>The address with its credentials, encrypted.</summary>
    public string SourceProtected { get; set; } = "";

    /// <summary>The address as it may be shown.</summary>
    public string Source { get; set; } = "";

    /// <summary>The name of a model of the shelf.</summary>
    public string Model { get; set; } = "";

    /// <summary>Frames a second that are scored at most.</summary>
    public double FramesPerSecond { get; set; } = 10;

    /// <summary>The score above which a frame is unusual; null takes the model's.</summary>
    public float? Threshold { get; set; }

    /// <summary>Seconds over the threshold before it is an event.</summary>
    public double MinimumSeconds { get; set; } = 0.5;

    /// <summary>Seconds under the threshold before an event is over.</summary>
    public double CoolDownSeconds { get; set; } = 5;

    /// <summary>Seconds without a frame before that is an event of its own.</summary>
    public double SilentSeconds { get; set; } = 15;

    /// <summary>Days that its events are kept.</summary>
    public double RetentionDays { get; set; } = 14;

    /// <summary>Whether it is watched.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Polygons outside of which nothing counts: JSON, corners in shares of the picture.</summary>
    public string Zones { get; set; } = "[]";

    /// <summary>Polygons within which nothing counts.</summary>
    public string Masks { get; set; } = "[]";

    /// <summary>When it counts: JSON, a <see cref="Cameras.Schedule"/>.</summary>
    public string Schedule { get; set; } = Cameras.Schedule.Always;

    /// <summary>What was said in words of its scores: JSON, a list of <see cref="Guidance.CameraText"/>.</summary>
    public string Texts { get; set; } = "[]";

    /// <summary>A copy that nobody else writes to.</summary>
    public Camera Copy() => (Camera)MemberwiseClone();
}

/// <summary>What an event is about.</summary>
internal enum EventKind
{
    Anomaly,
    Silent,
}

/// <summary>What people have said of an event.</summary>
internal enum EventState
{
    New,
    Seen,
    Confirmed,
    Normal,
}

/// <summary>Something that happened: one row from onset to end.</summary>
internal sealed class VadEvent
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    public Guid CameraId { get; set; }

    public string CameraName { get; set; } = "";

    public EventKind Kind { get; set; }

    public DateTime StartedAt { get; set; }

    /// <summary>When it was last over the threshold.</summary>
    public DateTime LastAt { get; set; }

    /// <summary>Null while it goes on.</summary>
    public DateTime? EndedAt { get; set; }

    public float Threshold { get; set; }

    public float Peak { get; set; }

    public DateTime PeakAt { get; set; }

    /// <summary>The part of the score that was rarest at the peak.</summary>
    public string Part { get; set; } = "";

    /// <summary>Why, in a sentence.</summary>
    public string Reason { get; set; } = "";

    /// <summary>What a chat client says of the frame at the peak; empty where none was asked.</summary>
    public string Description { get; set; } = "";

    /// <summary>Where at the peak: x, y, width, height in shares of the picture, as JSON; null for the picture as a whole.</summary>
    public string? Place { get; set; }

    /// <summary>A point a frame of the clip: seconds from its start, score, and the place where there is one; JSON.</summary>
    public string Curve { get; set; } = "[]";

    public bool HasClip { get; set; }

    /// <summary>Bytes of its pictures and clip.</summary>
    public long Bytes { get; set; }

    public EventState State { get; set; }

    public string? ReviewedBy { get; set; }

    public DateTime? ReviewedAt { get; set; }

    /// <summary>A copy that nobody else writes to.</summary>
    public VadEvent Copy() => (VadEvent)MemberwiseClone();
}

/// <summary>A key for programs; only its hash is kept.</summary>
internal sealed class ApiKey
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    public string Name { get; set; } = "";

    public string Hash { get; set; } = "";

    public string Role { get; set; } = "";

    public DateTime CreatedAt { get; set; }

    public DateTime? LastUsedAt { get; set; }
}

/// <summary>Who did what.</summary>
internal sealed class AuditEntry
{
    public long Id { get; set; }

    public DateTime At { get; set; }

    public string User { get; set; } = "";

    public string Address { get; set; } = "";

    public string Action { get; set; } = "";

    public int Status { get; set; }
}

/// <summary>Whom to tell of events by HTTP.</summary>
internal sealed class Webhook
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    public string Url { get; set; } = "";

    /// <summary>The secret that signs, encrypted.</summary>
    public string SecretProtected { get; set; } = "";

    public bool Enabled { get; set; } = true;
}

/// <summary>A message that could not be delivered.</summary>
internal sealed class DeadLetter
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    public Guid WebhookId { get; set; }

    public DateTime At { get; set; }

    public string Body { get; set; } = "";

    public string Error { get; set; } = "";
}
