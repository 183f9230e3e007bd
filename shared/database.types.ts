// database.types: made by `npm run generate` from the migrations; do not edit.

export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

export type Database = {
  public: {
    Tables: {
      characters: {
        Row: {
          category: string;
          context_messages: number;
          created_at: string;
          credit_price: number;
          greeting: string;
          id: string;
          is_premium: boolean;
          language: string;
          max_output_tokens: number;
          model: string;
          name: string;
          slug: string;
          status: string;
          tagline: string;
          tags: string[];
          temperature: number;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          category: string;
          context_messages?: number;
          created_at?: string;
          credit_price?: number;
          greeting: string;
          id?: string;
          is_premium?: boolean;
          language?: string;
          max_output_tokens?: number;
          model: string;
          name: string;
          slug: string;
          status?: string;
          tagline: string;
          tags?: string[];
          temperature?: number;
          updated_at?: string;
        };
        Update: {
          category?: string;
          context_messages?: number;
          created_at?: string;
          credit_price?: number;
          greeting?: string;
          id?: string;
          is_premium?: boolean;
          language?: string;
          max_output_tokens?: number;
          model?: string;
          name?: string;
          slug?: string;
          status?: string;
          tagline?: string;
          tags?: string[];
          temperature?: number;
          updated_at?: string;
        };
        Relationships: [];
      };
      conversations: {
        Row: {
          character_id: string;
          client_id: string;
          created_at: string;
          id: string;
          last_message_at: string;
          title: string | null;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          character_id: string;
          client_id?: string;
          created_at?: string;
          id?: string;
          last_message_at?: string;
          title?: string | null;
          user_id: string;
        };
        Update: {
          character_id?: string;
          client_id?: string;
          created_at?: string;
          id?: string;
          last_message_at?: string;
          title?: string | null;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'conversations_character_id_fkey';
            columns: ['character_id'];
            isOneToOne: false;
            referencedRelation: 'characters';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'conversations_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      messages: {
        Row: {
          content: string;
          conversation_id: string;
          created_at: string;
          id: string;
          ordinal: number;
          role: string;
          state: string;
        };
        ComputedFields: never;
        Insert: {
          content: string;
          conversation_id: string;
          created_at?: string;
          id?: string;
          ordinal?: never;
          role: string;
          state?: string;
        };
        Update: {
          content?: string;
          conversation_id?: string;
          created_at?: string;
          id?: string;
          ordinal?: never;
          role?: string;
          state?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'messages_conversation_id_fkey';
            columns: ['conversation_id'];
            isOneToOne: false;
            referencedRelation: 'conversations';
            referencedColumns: ['id'];
          },
        ];
      };
      profiles: {
        Row: {
          created_at: string;
          display_name: string | null;
          id: string;
          locale: string;
          premium_until: string | null;
          role: string;
          status: string;
          updated_at: string;
          username: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          display_name?: string | null;
          id: string;
          locale?: string;
          premium_until?: string | null;
          role?: string;
          status?: string;
          updated_at?: string;
          username: string;
        };
        Update: {
          created_at?: string;
          display_name?: string | null;
          id?: string;
          locale?: string;
          premium_until?: string | null;
          role?: string;
          status?: string;
          updated_at?: string;
          username?: string;
        };
        Relationships: [];
      };
      turns: {
        Row: {
          assistant_message_id: string;
          attempt: number;
          charged_credits: number;
          client_message_id: string;
          conversation_id: string;
          error_code: string | null;
          fingerprint: string;
          finish_reason: string | null;
          held_credits: number;
          hold_id: string;
          id: string;
          input_tokens: number | null;
          max_output_tokens: number;
          model: string;
          output_tokens: number | null;
          settled_at: string | null;
          started_at: string;
          state: string;
          user_id: string;
          user_message_id: string;
        };
        ComputedFields: never;
        Insert: {
          assistant_message_id?: string;
          attempt?: number;
          charged_credits?: number;
          client_message_id: string;
          conversation_id: string;
          error_code?: string | null;
          fingerprint: string;
          finish_reason?: string | null;
          held_credits: number;
          hold_id?: string;
          id?: string;
          input_tokens?: number | null;
          max_output_tokens: number;
          model: string;
          output_tokens?: number | null;
          settled_at?: string | null;
          started_at?: string;
          state?: string;
          user_id: string;
          user_message_id?: string;
        };
        Update: {
          assistant_message_id?: string;
          attempt?: number;
          charged_credits?: number;
          client_message_id?: string;
          conversation_id?: string;
          error_code?: string | null;
          fingerprint?: string;
          finish_reason?: string | null;
          held_credits?: number;
          hold_id?: string;
          id?: string;
          input_tokens?: number | null;
          max_output_tokens?: number;
          model?: string;
          output_tokens?: number | null;
          settled_at?: string | null;
          started_at?: string;
          state?: string;
          user_id?: string;
          user_message_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'turns_assistant_message_id_fkey';
            columns: ['assistant_message_id'];
            isOneToOne: false;
            referencedRelation: 'messages';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'turns_conversation_id_fkey';
            columns: ['conversation_id'];
            isOneToOne: false;
            referencedRelation: 'conversations';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'turns_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'turns_user_message_id_fkey';
            columns: ['user_message_id'];
            isOneToOne: false;
            referencedRelation: 'messages';
            referencedColumns: ['id'];
          },
        ];
      };
    };
    Views: {
      my_credits: {
        Row: {
          available_credits: number | null;
          bought_credits: number | null;
          held_credits: number | null;
          plan_credits: number | null;
        };
        ComputedFields: never;
        Relationships: [];
      };
    };
    Functions: {
      begin_turn: {
        Args: {
          p_character?: string;
          p_chat_id: string;
          p_client_message_id: string;
          p_text: string;
          p_user_id: string;
        };
        Returns: Json;
      };
      checkpoint_turn: {
        Args: { p_attempt: number; p_text: string; p_turn_id: string };
        Returns: boolean;
      };
      read_turn: { Args: { p_turn_id: string }; Returns: Json };
      settle_turn: {
        Args: {
          p_attempt: number;
          p_error_code?: string;
          p_finish_reason?: string;
          p_input_tokens?: number;
          p_output_tokens?: number;
          p_state: string;
          p_text: string;
          p_turn_id: string;
        };
        Returns: Json;
      };
    };
    Enums: {
      [_ in never]: never;
    };
    CompositeTypes: {
      [_ in never]: never;
    };
  };
};

type DatabaseWithoutInternals = Omit<Database, '__InternalSupabase'>;

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, 'public'>];

export type Tables<
  DefaultSchemaTableNameOrOptions extends
    | keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
        DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])
    : never = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
      DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])[TableName] extends {
      Row: infer R;
    }
    ? R
    : never
  : DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
    ? (DefaultSchema['Tables'] & DefaultSchema['Views'])[DefaultSchemaTableNameOrOptions] extends {
        Row: infer R;
      }
      ? R
      : never
    : never;

export type TablesInsert<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema['Tables']
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
    : never = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
      Insert: infer I;
    }
    ? I
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
    ? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
        Insert: infer I;
      }
      ? I
      : never
    : never;

export type TablesUpdate<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema['Tables']
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
    : never = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
      Update: infer U;
    }
    ? U
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
    ? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
        Update: infer U;
      }
      ? U
      : never
    : never;

export type Enums<
  DefaultSchemaEnumNameOrOptions extends
    | keyof DefaultSchema['Enums']
    | { schema: keyof DatabaseWithoutInternals },
  EnumName extends DefaultSchemaEnumNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums']
    : never = never,
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums'][EnumName]
  : DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema['Enums']
    ? DefaultSchema['Enums'][DefaultSchemaEnumNameOrOptions]
    : never;

export type CompositeTypes<
  PublicCompositeTypeNameOrOptions extends
    | keyof DefaultSchema['CompositeTypes']
    | { schema: keyof DatabaseWithoutInternals },
  CompositeTypeName extends PublicCompositeTypeNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes']
    : never = never,
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes'][CompositeTypeName]
  : PublicCompositeTypeNameOrOptions extends keyof DefaultSchema['CompositeTypes']
    ? DefaultSchema['CompositeTypes'][PublicCompositeTypeNameOrOptions]
    : never;

export const Constants = {
  public: {
    Enums: {},
  },
} as const;
