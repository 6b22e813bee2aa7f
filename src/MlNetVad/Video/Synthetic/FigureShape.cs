namespace MlNetVad.Video.Synthetic;

/// <summary>A part of a figure: a thick line, or a ring around its first end.</summary>
internal readonly record struct FigurePart(float X0, float Y0, float X1, float Y1, float Radius, float Light, float RingWidth = 0)
{
    /// <summary>Distance in pixels of a point from the part's edge; negative inside.</summary>
    public float Distance(float x, float y)
    {
        float dx = X1 - X0, dy = Y1 - Y0, length = (dx * dx) + (dy * dy);
        float t = length == 0 ? 0 : Math.Clamp((((x - X0) * dx) + ((y - Y0) * dy)) / length, 0, 1);
        float ex = x - X0 - (t * dx), ey = y - Y0 - (t * dy);
        float distance = MathF.Sqrt((ex * ex) + (ey * ey)) - Radius;
        return RingWidth > 0 ? MathF.Abs(distance) - RingWidth : distance;
    }
}

/// <summary>Builds figures of parts, back to front.</summary>
internal static class FigureShape
{
    /// <summary>At most this many parts.</summary>
    public const int MaxParts = 8;

    /// <summary>Writes the parts of a figure and returns their number.</summary>
    public static int Build(in SceneActor actor, Span<FigurePart> parts) => actor.Kind switch
    {
        ActorKind.Cyclist => Cyclist(actor, parts),
        ActorKind.Cart => Cart(actor, parts),
        ActorKind.CarriedBag or ActorKind.LeftBag => Bag(actor, parts),
        ActorKind.Jumper => Raised(actor, parts, 0.55f, -0.55f),
        ActorKind.Waver => Raised(actor, parts, 0.35f + (0.5f * MathF.Sin(actor.Stride))),
        _ when actor.Tilt != 0 => Fallen(actor, parts),
        _ => Person(actor, parts, actor.Kind == ActorKind.Runner ? 0.85f : 0.5f),
    };

    private static int Bag(in SceneActor a, Span<FigurePart> parts)
    {
        float h = a.Size;
        parts[0] = new(a.X - (0.3f * h), a.Y - (0.35f * h), a.X + (0.3f * h), a.Y - (0.35f * h), 0.35f * h, 0);
        parts[1] = new(a.X, a.Y - (0.75f * h), a.X, a.Y - (0.75f * h), 0.2f * h, -20, 0.05f * h);
        return 2;
    }

    // the standing figure turned about its feet
    private static int Fallen(in SceneActor a, Span<FigurePart> parts)
    {
        int count = Person(a, parts, 0.5f);
        (float sine, float cosine) = MathF.SinCos(a.Tilt);
        for (int i = 0; i < count; i++)
        {
            FigurePart p = parts[i];
            float dx0 = p.X0 - a.X, dy0 = p.Y0 - a.Y, dx1 = p.X1 - a.X, dy1 = p.Y1 - a.Y;
            parts[i] = p with
            {
                X0 = a.X + (cosine * dx0) - (sine * dy0), Y0 = a.Y + (sine * dx0) + (cosine * dy0),
                X1 = a.X + (cosine * dx1) - (sine * dy1), Y1 = a.Y + (sine * dx1) + (cosine * dy1),
            };
        }

        return count;
    }

    private static int Person(in SceneActor a, Span<FigurePart> parts, float swing)
    {
        float h = a.Size, hip = a.Y - (0.48f * h), shoulder = a.Y - (0.80f * h);
        float leg = 0.48f * h, arm = 0.34f * h, angle = swing * MathF.Sin(a.Stride);
        float lean = a.Kind == ActorKind.Runner ? 0.06f * h * a.Facing : 0;
        (float sine, float cosine) = MathF.SinCos(angle);
        parts[0] = new(a.X, hip, a.X - (leg * sine), hip + (leg * cosine), 0.055f * h, -30);
        parts[1] = new(a.X, hip, a.X + (leg * sine), hip + (leg * cosine), 0.055f * h, -18);
        parts[2] = new(a.X + lean, shoulder, a.X + lean - (arm * sine), shoulder + (arm * cosine), 0.04f * h, -12);
        parts[3] = new(a.X, hip, a.X + lean, shoulder, 0.105f * h, 0);
        parts[4] = new(a.X + lean, shoulder, a.X + lean + (arm * sine), shoulder + (arm * cosine), 0.04f * h, 12);
        parts[5] = new(a.X + (1.3f * lean), a.Y - (0.92f * h), a.X + (1.3f * lean), a.Y - (0.92f * h), 0.075f * h, 20);
        return 6;
    }

    // a person on straight legs with one arm up or both, at these angles from upright
    private static int Raised(in SceneActor a, Span<FigurePart> parts, float front, float? back = null)
    {
        int count = Person(a with { Stride = 0 }, parts, 0.5f);
        float shoulder = a.Y - (0.80f * a.Size), arm = 0.34f * a.Size;
        parts[4] = Up(parts[4], front * a.Facing);
        parts[2] = back is { } angle ? Up(parts[2], angle * a.Facing) : parts[2];
        return count;

        FigurePart Up(FigurePart part, float angle) => part with { X1 = part.X0 + (arm * MathF.Sin(angle)), Y1 = shoulder - (arm * MathF.Cos(angle)) };
    }

    private static int Cyclist(in SceneActor a, Span<FigurePart> parts)
    {
        float h = a.Size, wheel = 0.20f * h, axle = a.Y - wheel, f = a.Facing;
        (float sine, float cosine) = MathF.SinCos(a.Stride * 2);
        float saddleX = a.X - (0.12f * h * f), saddleY = a.Y - (0.58f * h);
        float pedalX = a.X + (0.10f * h * cosine), pedalY = axle + (0.10f * h * sine);
        parts[0] = new(a.X - (0.32f * h), axle, a.X - (0.32f * h), axle, wheel, -40, 0.03f * h);
        parts[1] = new(a.X + (0.32f * h), axle, a.X + (0.32f * h), axle, wheel, -40, 0.03f * h);
        parts[2] = new(a.X - (0.32f * h), axle, a.X + (0.32f * h), axle - (0.1f * h), 0.03f * h, -40);
        parts[3] = new(saddleX, saddleY, pedalX, pedalY, 0.055f * h, -20);
        parts[4] = new(saddleX, saddleY, a.X + (0.12f * h * f), a.Y - (0.92f * h), 0.105f * h, 0);
        parts[5] = new(a.X + (0.12f * h * f), a.Y - (0.88f * h), a.X + (0.30f * h * f), a.Y - (0.62f * h), 0.04f * h, 12);
        parts[6] = new(a.X + (0.18f * h * f), a.Y - (1.05f * h), a.X + (0.18f * h * f), a.Y - (1.05f * h), 0.075f * h, 20);
        return 7;
    }

    private static int Cart(in SceneActor a, Span<FigurePart> parts)
    {
        float h = a.Size, wheel = 0.13f * h, axle = a.Y - wheel;
        parts[0] = new(a.X - (0.45f * h), a.Y - (0.42f * h), a.X + (0.45f * h), a.Y - (0.42f * h), 0.22f * h, 0);
        parts[1] = new(a.X - (0.40f * h), axle, a.X - (0.40f * h), axle, wheel, -45);
        parts[2] = new(a.X + (0.40f * h), axle, a.X + (0.40f * h), axle, wheel, -45);
        parts[3] = new(a.X - (0.45f * h), a.Y - (1.12f * h), a.X + (0.45f * h), a.Y - (1.12f * h), 0.06f * h, 25);
        parts[4] = new(a.X - (0.42f * h), a.Y - (0.5f * h), a.X - (0.42f * h), a.Y - (1.1f * h), 0.03f * h, -30);
        parts[5] = new(a.X + (0.42f * h), a.Y - (0.5f * h), a.X + (0.42f * h), a.Y - (1.1f * h), 0.03f * h, -30);
        parts[6] = new(a.X, a.Y - (0.55f * h), a.X, a.Y - (0.80f * h), 0.11f * h, -15);
        parts[7] = new(a.X, a.Y - (0.95f * h), a.X, a.Y - (0.95f * h), 0.075f * h, 30);
        return 8;
    }
}
