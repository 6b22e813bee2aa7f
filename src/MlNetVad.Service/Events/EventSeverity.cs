using MlNetVad.Service.Data;

namespace MlNetVad.Service.Events;

/// <summary>How grave an event is, by its highest score alone. Scores are calibrated: 0 is a typical normal frame, 0.5 the false-alarm quantile of normal video.</summary>
internal enum EventSeverity
{
    /// <summary>Below 0.75.</summary>
    Low,

    /// <summary>From 0.75 on; a silent camera too.</summary>
    Medium,

    /// <summary>From 1 on: twice as far from what is typical as the quantile.</summary>
    High,
}

/// <summary>The rule.</summary>
internal static class EventSeverities
{
    private const float Medium = 0.75f, High = 1;

    /// <summary>The severity of an event; one that goes on can become graver.</summary>
    public static EventSeverity Of(VadEvent item) =>
        item.Kind == EventKind.Silent ? EventSeverity.Medium
        : item.Peak >= High ? EventSeverity.High
        : item.Peak >= Medium ? EventSeverity.Medium
        : EventSeverity.Low;

    /// <summary>Events that are at least as grave.</summary>
    public static IQueryable<VadEvent> AtLeast(IQueryable<VadEvent> events, EventSeverity severity)
    {
        float peak = severity switch
        {
            EventSeverity.High => High,
            EventSeverity.Medium => Medium,
            _ => float.MinValue,
        };
        return events.Where(item => item.Kind == EventKind.Silent ? severity <= EventSeverity.Medium : item.Peak >= peak);
    }
}
