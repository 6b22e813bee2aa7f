namespace MlNetVad.Video.Synthetic;

/// <summary>What a figure is.</summary>
internal enum ActorKind
{
    Walker,
    Runner,
    Cyclist,
    Cart,
    Crosser,

    /// <summary>A person who looks like any other and is where or as nobody should be.</summary>
    Stranger,
    Jumper,
    Waver,
    CarriedBag,
    LeftBag,
}

/// <summary>A figure in one frame.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="X">Middle, pixels.</param>
/// <param name="Y">Where the feet stand, pixels.</param>
/// <param name="Size">Height of a person there, pixels.</param>
/// <param name="Facing">1 to the right, -1 to the left.</param>
/// <param name="Stride">Angle of the legs' swing, radians.</param>
/// <param name="Shade">Grey level of the clothes.</param>
/// <param name="Look">Decides the clothes' pattern.</param>
/// <param name="Tilt">How far a person has fallen, radians; half of pi lies to the right.</param>
internal readonly record struct SceneActor(ActorKind Kind, float X, float Y, float Size, int Facing, float Stride, float Shade, uint Look, float Tilt = 0)
{
    public bool IsAnomalous => Kind is not (ActorKind.Walker or ActorKind.CarriedBag);
}
